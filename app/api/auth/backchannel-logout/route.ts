import { backchannelLogout } from '@/lib/server/backchannel-logout'

/** OpenID Connect Back-Channel Logout 1.0: the identity provider posts a logout token that it signed. */
export const POST = (request: Request): Promise<Response> => backchannelLogout(request)
