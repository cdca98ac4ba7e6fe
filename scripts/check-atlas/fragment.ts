const id = {
  name: 'shelfId',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^([a-f0-9]{24})$' },
}
const json = (schema: object) => ({
  content: { 'application/vnd.atlas.2024-08-05+json': { schema } },
})
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A small API for tests: a shelf has books, and a book can be lent. */
export const fragment = () => ({
  openapi: '3.0.3',
  info: { title: 'Fragment' },
  paths: {
    '/api/atlas/v2/shelves/{shelfId}/books': {
      get: {
        operationId: 'listBooks',
        tags: ['Books'],
        'x-atlas-versions': [{ version: '2024-08-05', stability: 'stable' }],
        'x-atlas-roles': ['Shelf Reader'],
        parameters: [
          id,
          { name: 'pageNum', in: 'query', required: false, schema: { type: 'integer' } },
          {
            name: 'itemsPerPage',
            in: 'query',
            required: false,
            schema: { type: 'integer', maximum: 500 },
          },
        ],
        responses: { 200: json(ref('Page')) },
      },
      post: {
        operationId: 'addBooks',
        tags: ['Books'],
        'x-atlas-versions': [
          { version: '2023-01-01', stability: 'stable', sunset: '2027-07-01' },
          { version: '2024-08-05', stability: 'stable' },
        ],
        'x-atlas-roles': ['Shelf Keeper'],
        parameters: [id],
        requestBody: { required: true, ...json({ type: 'array', items: ref('Book') }) },
        responses: { 201: json(ref('Page')) },
      },
    },
  },
  components: {
    schemas: {
      Page: {
        type: 'object',
        properties: {
          results: { type: 'array', items: ref('Book') },
          totalCount: { type: 'integer' },
        },
      },
      // Like Atlas's variants: the parent refers to them, and each refers to its parent.
      Book: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { type: 'string' } },
        oneOf: [ref('Novel'), ref('Atlas')],
      },
      Novel: {
        allOf: [
          ref('Book'),
          {
            type: 'object',
            required: ['title'],
            properties: {
              kind: { type: 'string', enum: ['CRIME', 'ROMANCE'] },
              title: { type: 'string', minLength: 1, maxLength: 20 },
              shelfId: { type: 'string', readOnly: true },
              until: { type: 'string', format: 'date-time' },
            },
          },
        ],
      },
      Atlas: {
        allOf: [ref('Book'), { type: 'object', properties: { scale: { type: 'number' } } }],
      },
    },
  },
})
export type Fragment = ReturnType<typeof fragment>
