export const dynamic = 'force-dynamic'

/** The least that a route handler can do. */
export const POST = async (request) => Response.json({ data: await request.json() })
