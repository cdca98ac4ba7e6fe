'use client'
import { debounce, parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs'
import { writesAddress } from '@/lib/client/address'

const parsers = {
  text: parseAsString.withDefault(''),
  sort: parseAsString.withDefault(''),
  only: parseAsArrayOf(parseAsString).withDefault([]),
  /** IDs of columns whose default visibility is toggled. */
  turned: parseAsArrayOf(parseAsString).withDefault([]),
}

/**
 * A table's state, kept in the URL under its name (`access-q`, `access-sort` …). Typing applies at once; the URL follows
 * when typing pauses, without a request to the server.
 */
export function useTableState(name: string) {
  const [state, set] = useQueryStates(parsers, {
    urlKeys: {
      text: `${name}-q`,
      sort: `${name}-sort`,
      only: `${name}-only`,
      turned: `${name}-columns`,
    },
    history: 'replace',
    limitUrlUpdates: debounce(200),
  })
  return { ...state, set: (change: Parameters<typeof set>[0]) => writesAddress(set(change)) }
}
export type TableState = ReturnType<typeof useTableState>
