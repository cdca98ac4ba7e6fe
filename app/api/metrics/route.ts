import { metricsAnswer } from '@/lib/server/metrics/answer'

export const dynamic = 'force-dynamic'

/** The metrics of this process in Prometheus's text format, for callers with the token of gatehouse.yaml. */
export const GET = (request: Request): Promise<Response> =>
  metricsAnswer(request.headers.get('authorization'))
