import { deviceToken } from '@/lib/server/device/endpoints'

export const POST = (request: Request): Promise<Response> => deviceToken(request)
