export PATH=$PWD/node_modules/node/bin:$PATH
GATEHOUSE_URL=http://localhost:4940 SANDBOX_ATLAS=http://127.0.0.1:4941 SANDBOX_IDP=http://localhost:4942 SANDBOX_INBOX=http://127.0.0.1:4944 GATEHOUSE_DATA=/tmp/gh/data-palette CHROMIUM_PATH=/usr/bin/chromium-headless-shell npx playwright test "$@"
