import { tokenEndpoint } from '@/lib/server/machines/token-endpoint'

export const POST = (request: Request): Promise<Response> => tokenEndpoint(request)

/** Tells what to send: curl without `-d` makes a GET. */
export const GET = POST
