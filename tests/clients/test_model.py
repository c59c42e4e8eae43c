"""The part of the API model that the server checks members by is that of botocore."""

import json
import os
import pathlib

from botocore.loaders import Loader

MODEL = pathlib.Path(__file__).parents[2] / "src/import_job/pool/model.json"
# These are read member by member, with the service's words for what is wrong.
READ = {
    "AliasAttributes", "AutoVerifiedAttributes", "MfaConfiguration", "PoolName", "Schema", "UserPoolId",
    "UsernameAttributes", "UsernameConfiguration",
}


def model():
    shapes = Loader().load_service_model("cognito-idp", "service-2")["shapes"]
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
    return {"members": members, "shapes": reached}


def test_the_model_is_that_of_botocore():
    expected = model()
    lines = [f'    {json.dumps(name)}: {json.dumps(shape)}' for name, shape in sorted(expected["shapes"].items())]
    members = json.dumps(dict(sorted(expected["members"].items())))
    text = '{\n  "members": ' + members + ',\n  "shapes": {\n' + ",\n".join(lines) + "\n  }\n}\n"
    if os.environ.get("UPDATE_MODEL"):
        MODEL.write_text(text)
    assert MODEL.read_text() == text, "run it with UPDATE_MODEL=1 to write the new one"
