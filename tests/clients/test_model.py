"""The part of the API model that the server checks requests by is that of botocore."""

import json
import os
import pathlib

from botocore.loaders import Loader

MODEL = pathlib.Path(__file__).parents[2] / "src/import_job/model.json"
# These are read member by member, with the service's words for what is wrong.
READ = {
    "AliasAttributes", "AutoVerifiedAttributes", "MfaConfiguration", "PoolName", "Schema", "UserPoolId",
    "UsernameAttributes", "UsernameConfiguration",
}
# The operations that have a file of their own: their requests are checked whole.
FILES = pathlib.Path(__file__).parents[2] / "src/import_job/operations"


def operations(service):
    """The operations of the model that have a file, by its name."""
    files = {path.stem.replace("_", "") for path in FILES.glob("*.rs")}
    return {name: value for name, value in service["operations"].items() if name.lower() in files}


def model():
    service = Loader().load_service_model("cognito-idp", "service-2")
    shapes = service["shapes"]
    reached = {}

    def reach(name):
        if name in reached:
            return name
        shape = shapes[name]
        kept = ("type", "min", "max", "pattern", "enum", "sensitive", "required")
        reached[name] = entry = {key: shape[key] for key in kept if key in shape}
        if "members" in shape:
            entry["members"] = {key: reach(value["shape"]) for key, value in shape["members"].items()}
        for part in ("member", "key", "value"):
            if part in shape:
                entry[part] = reach(shape[part]["shape"])
        return name

    members = {}
    for operation in ("CreateUserPoolRequest", "UpdateUserPoolRequest"):
        for name, value in shapes[operation]["members"].items():
            if name not in READ:
                members[name] = reach(value["shape"])
    requests = {name: reach(value["input"]["shape"]) for name, value in operations(service).items()}
    return {"members": members, "operations": requests, "shapes": reached}


def test_the_model_is_that_of_botocore():
    expected = model()
    lines = [f'    {json.dumps(name)}: {json.dumps(shape)}' for name, shape in sorted(expected["shapes"].items())]
    members = json.dumps(dict(sorted(expected["members"].items())))
    requests = json.dumps(dict(sorted(expected["operations"].items())))
    text = (
        '{\n  "members": ' + members + ',\n  "operations": ' + requests
        + ',\n  "shapes": {\n' + ",\n".join(lines) + "\n  }\n}\n"
    )
    if os.environ.get("UPDATE_MODEL"):
        MODEL.write_text(text)
    assert MODEL.read_text() == text, "run it with UPDATE_MODEL=1 to write the new one"
