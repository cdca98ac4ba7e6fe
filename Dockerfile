# The production server on real configuration: README.md, "Running it for real".
#   docker build -t gatehouse .
#   docker run -p 127.0.0.1:3000:3000 --env-file gatehouse.env -v ./gatehouse.yaml:/etc/gatehouse.yaml:ro gatehouse
FROM node:24-bookworm-slim

WORKDIR /app
RUN mkdir /data && chown node:node /app /data
USER node

# Packages first: they change less often than the sources.
COPY --chown=node:node package.json package-lock.json ./
RUN npm install --no-save --include=dev --include=optional --no-audit --no-fund
COPY --chown=node:node . .
RUN npm run build

ENV GATEHOUSE_CONFIG=/etc/gatehouse.yaml GATEHOUSE_DATA=/data HOSTNAME=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
# Not by way of npm: signals reach the launcher, which stops the parts in order.
CMD ["node", "scripts/bootstrap.mjs", "start"]
