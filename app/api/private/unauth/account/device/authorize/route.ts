import { authorizeDevice } from '@/lib/server/device/endpoints'

export const POST = (request: Request): Promise<Response> => authorizeDevice(request)
