import { searchIndex } from '../search-shapes'
import { standingOf } from '../search-status'

type Part = {
  status?: string
  version?: number
  queryable?: boolean
  message?: string
  more?: object
}
const part = ({ status, version, queryable, message, more }: Part) => ({
  ...(status ? { status } : {}),
  ...(version === undefined ? {} : { definitionVersion: { version } }),
  queryable: queryable ?? (status === 'READY' || status === 'STALE'),
  ...(message ? { message } : {}),
  ...more,
})
/** A host as Atlas tells of it: the version that serves, and the one to come. */
export const host = (main: Part, staged?: Part, hostname = 'h') => ({
  hostname,
  status: main.status,
  mainIndex: part(main),
  ...(staged ? { stagedIndex: part(staged) } : {}),
})
export const standing = (index: object) => standingOf(searchIndex.parse(index))
/** What of its standing people are told. */
export const said = (index: object) => {
  const { phase, sentence, isMoving } = standing(index)
  return { phase, sentence, isMoving }
}
