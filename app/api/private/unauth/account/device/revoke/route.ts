import { revokeDevice } from '@/lib/server/device/endpoints'

export const POST = (request: Request): Promise<Response> => revokeDevice(request)
