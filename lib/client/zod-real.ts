import type * as Zod from 'zod/v4'

let zod: typeof Zod | undefined

/** zod itself; undefined until zod-now.ts has given it. */
export const realZod = () => zod

/** Called by zod-now.ts alone. */
export const provide = (given: typeof Zod): void => {
  zod = given
}
