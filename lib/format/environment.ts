/** What a project's tags call its environment: `staging`; undefined where they do not say. */
export const environmentName = (
  tags: ReadonlyArray<{ key: string; value: string }>,
): string | undefined =>
  tags.find(({ key }) => /^(env|environment|stage)$/i.test(key.trim()))?.value.trim() || undefined
