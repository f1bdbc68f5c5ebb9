# shellcheck shell=bash
# The steps of the TypeScript clients. Their run scripts source this file with `language` set.
# shellcheck source=tests/clients/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

node_packages "$clients"
installed
ln -s "$node/node_modules" .

generate
block ts >example.ts
cp "$clients/checks.ts" "$clients/$language/scenario.ts" .
echo '{ "type": "module" }' >package.json
quietly npx tsc --strict --skipLibCheck --target es2022 --module nodenext --types node --outDir built example.ts scenario.ts
try node built/example.js
node built/scenario.js
