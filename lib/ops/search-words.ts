import { count, upperFirst } from '@/lib/format/words'
import type { Generation, Host, Synonym } from './search-hosts'

/** A version in a sentence. */
export const v = (version: number | undefined) =>
  version === undefined ? 'the definition' : `version ${version}`
/** On how many hosts, in a sentence. */
export const on = (some: number, all: number) =>
  some === all
    ? all === 1
      ? 'on its host'
      : `on all ${all} hosts`
    : `on ${some} of ${count(all, 'host')}`

/** A message from Atlas and what it is about. */
export type Message = { about: string; text: string; isFailure: boolean }

/** Messages from Atlas, each text once with the hosts it came from; failures first. */
export function messagesOf(hosts: readonly Host[], synonyms: readonly Synonym[]): Message[] {
  const found = new Map<string, { g: Generation; where: string; names: string[] }>()
  for (const host of hosts)
    for (const [where, g] of [
      ['', host.main],
      [' (staged)', host.staged],
    ] as const) {
      if (!g?.message) continue
      const key = `${where}${g.version}${g.message}`
      const known = found.get(key) ?? { g, where, names: [] }
      known.names.push(host.name)
      found.set(key, known)
    }
  const ofBuilds = [...found.values()].map(({ g, where, names }) => ({
    about: `${upperFirst(v(g.version))}${where} ${on(names.length, hosts.length)}${names.length < hosts.length ? `: ${names.join(', ')}` : ''}`,
    text: g.message ?? '',
    isFailure: g.status === 'FAILED',
  }))
  const ofSynonyms = synonyms.flatMap((s) =>
    s.message || s.status === 'FAILED'
      ? [
          {
            about: `Synonym mapping “${s.name}”`,
            text: s.message ?? 'Failed. Atlas gives no reason.',
            isFailure: s.status === 'FAILED',
          },
        ]
      : [],
  )
  return [...ofBuilds, ...ofSynonyms].toSorted((a, b) => Number(b.isFailure) - Number(a.isFailure))
}
