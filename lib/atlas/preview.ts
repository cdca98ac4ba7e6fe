import type { AtlasCall } from './call'
import { fact } from './facts'
import { buildRequest } from './request'

/** The call as a curl command; the credential is the environment variable ATLAS_TOKEN. */
export function asCurl(call: AtlasCall, baseUrl: string): string {
  const { method, path, headers, body } = buildRequest(call)
  const shown = ['accept', 'content-type'].flatMap((name) => {
    const value = headers[name]
    return value ? [`--header ${quoted(`${name}: ${value}`)}`] : []
  })
  return [
    `curl --request ${method} ${quoted(baseUrl.replace(/\/+$/, '') + path)}`,
    '--header "authorization: Bearer $ATLAS_TOKEN"',
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(' \\\n  ')
}

/** The call for the Atlas CLI, signed in as whoever runs it; undefined when the CLI has no such command. */
export function asCli(call: AtlasCall): string | undefined {
  const { cli } = fact(call.op)
  if (!cli) return undefined
  const flags = [...Object.entries(call.path), ...Object.entries(call.query ?? {})].flatMap(
    ([name, value]) =>
      value === undefined
        ? []
        : (Array.isArray(value) ? value : [value]).map((one) => `--${name} ${quoted(String(one))}`),
  )
  const words = [`atlas api ${cli}`, ...flags, `--version ${call.version}`]
  return call.body === undefined
    ? words.join(' ')
    : `printf %s ${quoted(call.body)} > body.json\n${[...words, '--file body.json'].join(' ')}`
}

/** One word for bash and zsh. Invisible characters are written as escapes, so that what is read is what runs. */
function quoted(text: string): string {
  if (/^[\w./:@%+,=-]+$/.test(text)) return text
  if (!/\p{C}/u.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`
  const escaped = text.replace(/[\\']|\p{C}/gu, (c) => {
    const code = c.codePointAt(0) ?? 0
    if (c === '\\' || c === "'") return `\\${c}`
    return code < 0x80
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`
  })
  return `$'${escaped}'`
}
