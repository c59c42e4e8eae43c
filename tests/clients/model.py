"""The API model of botocore: what an operation takes, answers and refuses."""

import pathlib
import re

from botocore.loaders import Loader

SERVICE = Loader().load_service_model("cognito-idp", "service-2")
SHAPES = SERVICE["shapes"]
TARGET = "AWSCognitoIdentityProviderService."
OPERATIONS = pathlib.Path(__file__).parents[2] / "src/import_job/operations/mod.rs"
# What every operation may answer, whether the model lists it or not.
COMMON = {"InvalidParameterException", "SerializationException", "InternalErrorException"}
# The model says one word; the service answers a sentence.
LOOSE = {"CompletionMessageType"}
FITS = {
    "string": str, "integer": int, "long": int, "boolean": bool, "list": list, "map": dict, "structure": dict,
    "timestamp": (int, float),
}


def served():
    """The operations of the service that the server has in its list."""
    text = OPERATIONS.read_text()
    names = re.findall(r'COGNITO\."(\w+)"', text) + re.findall(r'^ +"(\w+)" (?:Uns|S)igned', text, re.M)
    assert len(names) == len(set(names)) > 30
    return names


def input_of(operation):
    return SERVICE["operations"][operation]["input"]["shape"]


def errors_of(operation):
    return {error["shape"] for error in SERVICE["operations"][operation]["errors"]} | COMMON


def problems(name, value, path):
    """Where a value is not of its shape."""
    shape = SHAPES[name]
    kind = shape["type"]
    if not isinstance(value, FITS[kind]) or (kind in ("integer", "timestamp") and isinstance(value, bool)):
        return [f"{path} is not a {kind}"]
    if kind == "structure":
        members = shape["members"]
        found = [f"{path}.{key} is not in the model" for key in value.keys() - members.keys()]
        found += [f"{path}.{key} is missing" for key in set(shape.get("required", ())) - value.keys()]
        for key in value.keys() & members.keys():
            found += problems(members[key]["shape"], value[key], f"{path}.{key}")
        return found
    if kind == "list":
        return [text for part in value for text in problems(shape["member"]["shape"], part, f"{path}[]")]
    if kind == "map":
        return [text for part in value.values() for text in problems(shape["value"]["shape"], part, f"{path}{{}}")]
    if kind == "string" and "enum" in shape and value not in shape["enum"]:
        return [f"{path} is none of the model's values"]
    if kind == "string" and "pattern" in shape and "\\p" not in shape["pattern"] and name not in LOOSE:
        pattern = shape["pattern"].replace("[\\w+=/,.@-]", "[-\\w+=/,.@]")
        if not re.fullmatch(pattern, value, re.S):
            return [f"{path} does not match {pattern}"]
    return []


def answer_problems(operation, answer):
    output = SERVICE["operations"][operation].get("output")
    if output is None:
        return [] if answer == {} else [f"{operation} has no output"]
    return problems(output["shape"], answer, operation)


def valid(name):
    """Some value of a shape."""
    shape = SHAPES[name]
    kind = shape["type"]
    if kind == "string":
        if "enum" in shape:
            return shape["enum"][0]
        if "arn" in shape.get("pattern", "") or name == "ArnType":
            return "arn:aws:lambda:us-east-1:123456789012:function:f"
        if name == "UserPoolIdType":
            return "us-east-1_None00000"
        if shape.get("pattern") in ("[0-9]+", "[\\S]+"):
            return "1" * max(1, shape.get("min", 1))
        return "x" * max(1, shape.get("min", 1))
    if kind in ("integer", "long"):
        return max(shape.get("min", 1), 1)
    if kind == "list":
        return [valid(shape["member"]["shape"])]
    if kind == "map":
        return {"k": valid(shape["value"]["shape"])}
    if kind == "structure":
        return {key: valid(value["shape"]) for key, value in shape["members"].items()}
    return True


def wrong(name):
    """Values that are not of a shape, each with what is wrong about it."""
    shape = SHAPES[name]
    kind = shape["type"]
    if kind == "string":
        yield 7, "a number"
        if "enum" in shape:
            yield "NOPE", "no such name"
        if shape.get("max", 10**9) < 70_000:
            yield "x" * (shape["max"] + 1), "too long"
        if shape.get("min", 0) > 0:
            yield "", "too short"
        if "pattern" in shape and not shape["pattern"].startswith(".*") and "\\s" not in shape["pattern"]:
            yield "\n \0", "outside the pattern"
    elif kind in ("integer", "long"):
        yield "x", "a text"
        yield 1.5, "a fraction"
        if "min" in shape:
            yield shape["min"] - 1, "too small"
        if "max" in shape:
            yield shape["max"] + 1, "too large"
    elif kind == "boolean":
        yield "true", "a text"
        yield 1, "a number"
    elif kind == "list":
        yield {}, "a structure"
        part = shape["member"]["shape"]
        for value, what in wrong(part):
            yield [value], f"a part that is {what}"
        if "max" in shape:
            yield [valid(part)] * (shape["max"] + 1), "too many"
        if shape.get("min", 0) > 0:
            yield [], "too few"
    elif kind == "map":
        yield [], "a list"
        for value, what in wrong(shape["value"]["shape"]):
            yield {"k": value}, f"a value that is {what}"
    elif kind == "structure":
        yield [], "a list"
        required = shape.get("required", [])
        base = {key: valid(shape["members"][key]["shape"]) for key in required}
        for key, member in shape["members"].items():
            for value, what in wrong(member["shape"]):
                yield {**base, key: value}, f"{key} that is {what}"
        for key in required:
            yield {name: value for name, value in base.items() if name != key}, f"no {key}"
