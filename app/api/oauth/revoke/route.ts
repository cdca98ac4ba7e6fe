import { revokeEndpoint } from '@/lib/server/machines/token-endpoint'

export const POST = (request: Request): Promise<Response> => revokeEndpoint(request)
