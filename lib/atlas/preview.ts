import { shellWord } from '@/lib/format/shell'
import type { AtlasCall } from './call'
import { fact } from './facts'
import { buildRequest } from './request'

/** The call as a curl command, with the credential in the environment variable ATLAS_TOKEN. */
export function asCurl(call: AtlasCall, baseUrl: string): string {
  const { method, path, headers, body } = buildRequest(call)
  const { answer } = fact(call.op)
  const shown = ['accept', 'content-type'].flatMap((name) => {
    const value = headers[name]
    const media = name === 'accept' && answer ? value?.replace(/json$/, answer) : value
    return media ? [`--header ${shellWord(`${name}: ${media}`)}`] : []
  })
  return [
    `curl --request ${method} ${shellWord(baseUrl.replace(/\/+$/, '') + path)}`,
    '--header "authorization: Bearer $ATLAS_TOKEN"',
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${shellWord(body)}`]),
    ...(answer ? [`--output ${call.op}.${extension(answer)}`] : []),
  ].join(' \\\n  ')
}

/** The call for the Atlas CLI, which has a command for every operation: `atlas api <tag> <operation>`. */
export function asCli(call: AtlasCall): string {
  const { cli, tag, answer } = fact(call.op)
  const flags = [...Object.entries(call.path), ...Object.entries(call.query ?? {})].flatMap(
    ([name, value]) =>
      value === undefined
        ? []
        : (Array.isArray(value) ? value : [value]).map(
            (one) => `--${name} ${shellWord(String(one))}`,
          ),
  )
  const words = [
    `atlas api ${tagWord(tag)} ${cli?.split(' ')[1] ?? call.op}`,
    ...flags,
    `--version ${call.version}`,
    ...(answer ? [`--outputFile ${call.op}.${extension(answer)}`] : []),
  ]
  return call.body === undefined
    ? words.join(' ')
    : `printf %s ${shellWord(call.body)} > body.json\n${[...words, '--file body.json'].join(' ')}`
}

const extension = (media: string) => (media === 'gzip' ? 'gz' : media)

/** A tag as the CLI writes it: `MongoDB Cloud Users` is `mongoDbCloudUsers`. */
const tagWord = (tag: string): string =>
  tag
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.replace(/(?<=[A-Z])[A-Z]+/g, (rest) => rest.toLowerCase()))
    .map(
      (word, at) =>
        (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('')
