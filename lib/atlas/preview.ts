import { shellWord } from '@/lib/format/shell'
import type { AtlasCall } from './call'
import { fact } from './facts'
import { buildRequest } from './request'

/** The call as a curl command, with the credential in the environment variable ATLAS_TOKEN. */
export function asCurl(call: AtlasCall, baseUrl: string): string {
  const { method, path, headers, body } = buildRequest(call)
  const shown = ['accept', 'content-type'].flatMap((name) => {
    const value = headers[name]
    return value ? [`--header ${shellWord(`${name}: ${value}`)}`] : []
  })
  return [
    `curl --request ${method} ${shellWord(baseUrl.replace(/\/+$/, '') + path)}`,
    '--header "authorization: Bearer $ATLAS_TOKEN"',
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${shellWord(body)}`]),
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
        : (Array.isArray(value) ? value : [value]).map(
            (one) => `--${name} ${shellWord(String(one))}`,
          ),
  )
  const words = [`atlas api ${cli}`, ...flags, `--version ${call.version}`]
  return call.body === undefined
    ? words.join(' ')
    : `printf %s ${shellWord(call.body)} > body.json\n${[...words, '--file body.json'].join(' ')}`
}
