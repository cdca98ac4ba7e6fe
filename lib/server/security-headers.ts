export type HeaderOptions = {
  nonce: string
  /** Other origins that forms can submit to: the identity provider's. */
  formOrigins: readonly string[]
  isHttps: boolean
  /** Hot reload uses eval. */
  isDevelopment?: boolean
}

/** The Content-Security-Policy of a page: only scripts with its nonce can run, and scripts that those load. */
export function contentSecurityPolicy(options: HeaderOptions): string {
  const { nonce, formOrigins, isHttps, isDevelopment } = options
  const rules = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // React and the table's virtual rows set style attributes.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    // Browsers also apply this to redirects after a form.
    `form-action 'self' ${formOrigins.join(' ')}`.trimEnd(),
    `frame-src 'none'`,
    `frame-ancestors 'none'`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ]
  return rules.join('; ')
}

/** Headers of every answer, data and pages alike. */
export const commonHeaders = (isHttps: boolean): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  ...(isHttps ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
})

/** Headers of a data answer: nothing in it may run or be cached. */
export const dataHeaders = (isHttps: boolean): Record<string, string> => ({
  ...commonHeaders(isHttps),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  // Pages of another build validate answers with their own schemas.
  'x-gatehouse-build': process.env.GATEHOUSE_BUILD ?? '',
})

/** Headers of a built file, an icon or one of Next's own error pages: styles may apply, nothing may run. */
export const fileHeaders = (isHttps: boolean): Record<string, string> => ({
  ...commonHeaders(isHttps),
  'content-security-policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
})
