"""Prints schemathesis.toml with a credential for each security scheme of the document that a server serves:

    python configure.py URL SECRET

SECRET is the token, the key, or the password of the user `tester`.
"""

import json
import pathlib
import sys
import urllib.request


secret = json.dumps(sys.argv[2])


def credential(scheme):
    if scheme["type"] == "apiKey":
        return f"{{ api_key = {secret} }}"
    if scheme["type"] == "http" and scheme["scheme"].lower() == "basic":
        return f'{{ username = "tester", password = {secret} }}'
    return f"{{ bearer = {secret} }}"


with urllib.request.urlopen(sys.argv[1] + "/openapi.json") as response:
    document = json.load(response)
schemes = document.get("components", {}).get("securitySchemes", {})
print(pathlib.Path(__file__).with_name("schemathesis.toml").read_text())
print("[auth.openapi]")
for name, scheme in schemes.items():
    if scheme["type"] != "mutualTLS":
        print(f"{json.dumps(name)} = {credential(scheme)}")
