/** A variable set by `npm test`, or by hand to use a running demo. */
function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run npm test, or point it at a running demo.`)
  return value
}

/** Origin of the console, as a browser writes it. */
export const consoleUrl = () => given('GATEHOUSE_URL')
/** Origin of the sandbox Atlas. */
export const sandboxAtlas = () => given('SANDBOX_ATLAS')
/** Origin of the sandbox identity provider. */
export const sandboxIdp = () => given('SANDBOX_IDP')
/** Origin of the sandbox's pages with mail, webhooks and Slack messages. */
export const sandboxInbox = () => given('SANDBOX_INBOX')
/** The data folder of the demo: where `npm run audit:verify` finds its database. */
export const dataFolder = () => given('GATEHOUSE_DATA')
/** Where the global set-up left who is signed in. */
export const signedInFolder = () => given('GATEHOUSE_E2E_SIGNED_IN')
