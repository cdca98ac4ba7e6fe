import { hiddenIn } from '@/lib/format/invisible'
import type { AtlasCall } from './call'
import { fact } from './facts'
import { buildRequest } from './request'

/** The call as a curl command, with the credential in the environment variable ATLAS_TOKEN. */
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

/** The call for the Atlas CLI; undefined when the CLI has no such command. */
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

/**
 * One word for any POSIX shell, also dash. Characters that can't be seen are written as octal bytes, so that what is read is
 * what runs.
 */
function quoted(text: string): string {
  if (/^[\w./:@%+,=-]+$/.test(text)) return text
  if (!isOdd(text)) return `'${text.replaceAll("'", `'\\''`)}'`
  // A command substitution drops line breaks at the end.
  const [ending = ''] = /\n*$/.exec(text) ?? []
  const inner = text
    .slice(0, text.length - ending.length)
    .replace(/[\\'%!]|\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\u2800/gu, octal)
  return `"$(printf '${inner}')"${ending ? `'${ending}'` : ''}`
}

const isOdd = (text: string) => /\p{C}/u.test(text) || hiddenIn(text).length > 0

const octal = (sign: string) =>
  [...Buffer.from(sign)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
