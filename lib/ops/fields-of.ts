import type { Op } from './define'

/** The input fields of an operation that these values have. */
export const fieldsOf = (
  { input }: Pick<Op, 'input'>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(input.shape).flatMap((name) => (name in values ? [[name, values[name]]] : [])),
  )
