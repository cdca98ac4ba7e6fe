/** Begins the error ID of a page that failed because PostgreSQL did not answer. A request id follows. */
export const NO_DATABASE = 'database-'
