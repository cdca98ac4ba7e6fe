import { tokenEndpoint } from '@/lib/server/machines/token-endpoint'

export const POST = (request: Request): Promise<Response> => tokenEndpoint(request)
