import { useAddress, useAddressList } from '@/lib/client/use-address'

/** What a person chose in a table. `turned` are ids of columns whose default visibility is toggled. */
type Choices = { text: string; sort: string; only: readonly string[]; turned: readonly string[] }

/**
 * A table's state, kept in the URL under its name (`access-q`, `access-sort` …). Typing applies at once; the URL follows
 * when typing pauses, without a request to the server.
 */
export function useTableState(name: string) {
  const { get, set } = useAddress()
  const keys = {
    text: `${name}-q`,
    sort: `${name}-sort`,
    only: `${name}-only`,
    turned: `${name}-columns`,
  }
  return {
    text: get(keys.text) ?? '',
    sort: get(keys.sort) ?? '',
    only: useAddressList(keys.only),
    turned: useAddressList(keys.turned),
    set: (choices: Partial<Choices>) =>
      set(
        Object.fromEntries(
          Object.entries(choices).map(([choice, value]) => [keys[choice as keyof Choices], value]),
        ),
        'text' in choices ? { afterMs: 200 } : {},
      ),
  }
}
export type TableState = ReturnType<typeof useTableState>
