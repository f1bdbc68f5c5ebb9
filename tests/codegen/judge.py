"""What a schema of an OpenAPI 3.1 document accepts, by Python's jsonschema: the second opinion of the tests."""

import base64
import binascii
from fractions import Fraction

import jsonschema
import regress
from jsonschema import FormatChecker
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

formats = FormatChecker(jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers)
formats.checkers = dict(jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers)


def matches(pattern, text):
    """Patterns are ECMA-262 with the flag `u`, and match anywhere."""
    return regress.Regex(pattern, "u").find(text) is not None


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool) or isinstance(value, float) and value.is_integer()


for bits in (8, 16, 32, 64):

    @formats.checks(f"int{bits}")
    def in_range(value, bits=bits):
        return not is_integer(value) or -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)

    @formats.checks(f"uint{bits}")
    def in_unsigned_range(value, bits=bits):
        return not is_integer(value) or 0 <= value < 2**bits


@formats.checks("byte", raises=(binascii.Error, ValueError))
def is_base64(value):
    return not isinstance(value, str) or base64.b64decode(value, validate=True) is not None


@formats.checks("regex", raises=regress.RegressError)
def is_regex(value):
    return not isinstance(value, str) or regress.Regex(value, "u") is not None


def pattern(validator, pattern, instance, schema):
    if validator.is_type(instance, "string") and not matches(pattern, instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def pattern_properties(validator, patterns, instance, schema):
    if validator.is_type(instance, "object"):
        for pattern, subschema in patterns.items():
            for name, value in instance.items():
                if matches(pattern, name):
                    yield from validator.descend(value, subschema, path=name, schema_path=pattern)


def additional_properties(validator, subschema, instance, schema):
    if not validator.is_type(instance, "object"):
        return
    for name, value in instance.items():
        if name in schema.get("properties", {}):
            continue
        if not any(matches(pattern, name) for pattern in schema.get("patternProperties", {})):
            yield from validator.descend(value, subschema, path=name)


def multiple_of(validator, divisor, instance, schema):
    """In decimals, as the document writes them: 0.07 is a multiple of 0.01."""
    if validator.is_type(instance, "number") and Fraction(repr(instance)) % Fraction(repr(divisor)):
        yield jsonschema.ValidationError(f"{instance!r} is not a multiple of {divisor!r}")


Validator = extend(
    jsonschema.Draft202012Validator,
    {
        "pattern": pattern,
        "patternProperties": pattern_properties,
        "additionalProperties": additional_properties,
        "multipleOf": multiple_of,
    },
)


def validator(document, schema, base=Validator):
    """The validator of a schema whose references are into `document`."""
    resource = DRAFT202012.create_resource({"components": document.get("components", {}), "schema": schema})
    registry = Registry().with_resource("urn:document", resource).crawl()
    root = {"$ref": "urn:document#/schema"}
    return base(root, registry=registry, format_checker=formats)
