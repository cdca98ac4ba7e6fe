import type * as Zod from 'zod/v4'

let zod: typeof Zod | undefined

/** zod itself; undefined until zod-now.ts sets it. */
export const realZod = () => zod

/** Called only by zod-now.ts. */
export const provide = (given: typeof Zod): void => {
  zod = given
}
