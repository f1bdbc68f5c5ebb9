# Builds orgd, and an image with nothing else than the program and what it links to.
FROM rust:1-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin orgd && mkdir /state

# No shell and no package manager. The user is 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/target/release/orgd /usr/local/bin/orgd
COPY --from=build --chown=65532:65532 /state /var/lib/orgd
WORKDIR /var/lib/orgd
VOLUME /var/lib/orgd
ENV ORGD_LISTEN=0.0.0.0:8080 ORGD_LOG_FORMAT=json
EXPOSE 8080
# There is no HEALTHCHECK: the image has no HTTP client. Let the orchestrator ask for /readyz.
ENTRYPOINT ["/usr/local/bin/orgd"]
CMD ["serve"]
