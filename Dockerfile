# The hub alone; docker-compose.yml puts a Postgres beside it.
FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production SANSHA_DATA_DIR=/data HOST=0.0.0.0
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
COPY migrations migrations
# The compiler is a development dependency: install all, build, then leave only what runs.
RUN npm ci --include=dev --no-audit --no-fund && npx tsc -p tsconfig.build.json && npm prune --omit=dev --no-audit --no-fund \
  && mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
# Not through npm: a signal must reach the hub itself, so that it drains.
CMD ["node", "dist/src/main.js"]
