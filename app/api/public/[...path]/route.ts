import { handler } from '@/lib/server/gateway/handler'

export const DELETE = handler
export const GET = handler
export const HEAD = handler
export const OPTIONS = handler
export const PATCH = handler
export const POST = handler
export const PUT = handler
