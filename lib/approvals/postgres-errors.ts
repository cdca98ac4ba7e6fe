/** Whether PostgreSQL refused a row because of that unique index (SQLSTATE 23505). */
export const isUniqueViolation = (error: unknown, index: string): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === '23505' &&
  'constraint_name' in error &&
  error.constraint_name === index
