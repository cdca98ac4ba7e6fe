/** The text as one of the known ones, or undefined. */
export const oneOf = <T extends string>(known: readonly T[], text: unknown): T | undefined =>
  known.find((one) => one === text)
