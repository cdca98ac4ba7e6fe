/** Of the process, or of the page: a variable of a module would exist several times, because Next bundles it more than once. */
const store = globalThis as typeof globalThis & { gatehouseContact?: string }

/** Whom to ask for a role, by gatehouse.yaml: the same for everybody. */
export const contact = (): string => store.gatehouseContact ?? 'your admin'

/** Sets what `contact` gives. */
export const setContact = (who: string): void => {
  store.gatehouseContact = who
}
