let subject: string | undefined

/** Remembers who a page was opened by. A later sign-in in another tab does not change it: only a new page does. */
export function setPagePerson(one: string | undefined): void {
  subject ??= one
}

/** The subject of the person who opened the page. Undefined while it is not known. */
export const pagePerson = (): string | undefined => subject
