import { useMemo } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { findingLevels } from '@/lib/ops/fleet'
import type { Filter } from './filter'

const keys = {
  text: 'q',
  org: 'org',
  env: 'env',
  tag: 'tag',
  team: 'team',
  level: 'level',
  check: 'check',
}
const levels: readonly string[] = [...findingLevels, 'unread', '']

/** The filter in the URL. Typing applies at once. */
export function useFilter() {
  const { get, set } = useAddress()
  const [text, org, env, tag, team, given, check] = Object.values(keys).map((key) => get(key) ?? '')
  const level = levels.includes(given ?? '') ? (given as Filter['level']) : ''
  const filter = useMemo<Filter>(
    () => ({
      text: text ?? '',
      org: org ?? '',
      env: env ?? '',
      tag: tag ?? '',
      team: team ?? '',
      level,
      check: check ?? '',
    }),
    [text, org, env, tag, team, level, check],
  )
  return {
    filter,
    isNarrowed: Object.values(filter).some(Boolean),
    set: (change: Partial<Filter>) =>
      set(
        Object.fromEntries(
          Object.entries(change).map(([name, value]) => [keys[name as keyof Filter], value]),
        ),
        'text' in change ? { afterMs: 200 } : {},
      ),
    clear: () => set(Object.fromEntries(Object.values(keys).map((key) => [key, null]))),
  }
}
