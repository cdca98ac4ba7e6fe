/** HTTP reason phrases for the `reason` field. */
const reasons: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

export type FieldViolation = { field: string; description: string }

/** An answer in Atlas's error shape; thrown by handlers, written by the server. */
export class Reject extends Error {
  readonly status: number
  readonly errorCode: string
  readonly parameters: unknown[]
  readonly fields: FieldViolation[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    errorCode: string,
    detail: string,
    more: {
      parameters?: unknown[]
      fields?: FieldViolation[]
      headers?: Record<string, string>
    } = {},
  ) {
    super(detail)
    this.status = status
    this.errorCode = errorCode
    this.parameters = more.parameters ?? []
    this.fields = more.fields ?? []
    this.headers = more.headers ?? {}
  }

  get body(): Record<string, unknown> {
    return {
      error: this.status,
      errorCode: this.errorCode,
      reason: reasons[this.status] ?? 'Error',
      detail: this.message,
      parameters: this.parameters,
      ...(this.fields.length ? { badRequestDetail: { fields: this.fields } } : {}),
    }
  }
}

/** A 400 with the invalid fields. */
export const invalid = (fields: FieldViolation[], errorCode = 'VALIDATION_ERROR'): Reject =>
  new Reject(400, errorCode, fields.map((f) => `${f.field}: ${f.description}`).join(' '), {
    parameters: fields.map((f) => f.field),
    fields,
  })
