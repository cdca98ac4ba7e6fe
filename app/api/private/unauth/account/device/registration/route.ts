import { registration } from '@/lib/server/device/endpoints'

export const dynamic = 'force-dynamic'

export const GET = (): Response => registration()
