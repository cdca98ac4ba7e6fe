import { z } from 'zod'
import { command, query } from './define'
import { line } from './text'

/** The folder of a page as in `lib/pages`, and after `#` the name of one of its tables. */
const page = z
  .string()
  .max(200)
  .regex(/^\/[^\s?]*$/, 'This is not a page of Gatehouse')
  .meta({ examples: ['/projects/[groupId]/access-list#access-list'] })

const viewId = z.uuid('This is not the ID of a view')
const name = line('Enter a name').min(1, 'Enter a name').max(60, 'At most 60 characters')

const view = z.object({ id: z.string(), name: z.string(), search: z.string() })
export type SavedView = z.output<typeof view>

export const listViews = query({
  id: 'views.list',
  title: 'View your saved views of a page',
  roles: ['viewer'],
  input: z.strictObject({ page }),
  output: z.object({ results: z.array(view) }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const saveView = command({
  id: 'views.save',
  title: 'Save a view of a page',
  roles: ['viewer'],
  input: z.strictObject({
    /** Changes this view. Left out: creates one. */
    id: viewId.optional(),
    page,
    name: name.meta({ label: 'Name', examples: ['Open to everyone'] }),
    /** The query of the URL, without `?`. */
    search: z
      .string()
      .max(4000, 'These filters are too long to save')
      .regex(/^\S*$/, 'This is not a URL query'),
  }),
  output: z.object({ id: z.string() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Save view', doing: 'Saving…', done: (i) => `View ${i.name} saved` },
  summary: (i) => `Save the view ${i.name}`,
  target: (i) => `view of ${i.page}`,
  invalidates: ['views.list'],
})

export const deleteView = command({
  id: 'views.delete',
  title: 'Delete a saved view',
  roles: ['viewer'],
  input: z.strictObject({ id: viewId }),
  output: z.object({ deleted: z.literal(true) }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Delete view', doing: 'Deleting…', done: () => 'View deleted' },
  summary: () => 'Delete a saved view',
  target: () => 'view',
  invalidates: ['views.list'],
})
