# syntax=docker/dockerfile:1
# docker build -t collegium:0.1.0 .
# For a GPU, with PyTorch's libraries for it (the version must be that of the pom):
# docker build -t collegium-gpu:0.1.0 --build-arg LIBTORCH_URL=https://download.pytorch.org/libtorch/cu128/libtorch-shared-with-deps-2.7.1%2Bcu128.zip .

FROM eclipse-temurin:25.0.1_8-jdk-noble AS build
ARG MAVEN_VERSION=3.9.11
ARG LIBTORCH_URL=""
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl unzip \
 && curl -fsSL "https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/${MAVEN_VERSION}/apache-maven-${MAVEN_VERSION}-bin.tar.gz" \
    | tar -xz -C /opt \
 && ln -s "/opt/apache-maven-${MAVEN_VERSION}/bin/mvn" /usr/local/bin/mvn \
 && mkdir -p /libtorch/lib \
 && if [ -n "$LIBTORCH_URL" ]; then curl -fsSL -o /tmp/libtorch.zip "$LIBTORCH_URL" && unzip -q /tmp/libtorch.zip -d / && rm /tmp/libtorch.zip; fi
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true -Dcheckstyle.skip -Djacoco.skip package \
 && touch scenarios/target/dist/.complete

FROM eclipse-temurin:25.0.1_8-jre-noble
RUN groupadd --gid 10001 collegium \
 && useradd --uid 10001 --gid 10001 --home-dir /var/lib/collegium --create-home --shell /usr/sbin/nologin collegium
COPY --from=build /libtorch/lib /opt/libtorch
COPY --from=build /build/collegium /build/LICENSE /build/NOTICE /opt/collegium/
COPY --from=build /build/conf /opt/collegium/conf
COPY --from=build /build/scenarios/target/dist /opt/collegium/scenarios/target/dist
# The image has no Maven and no sources: what is there is what runs.
ENV COLLEGIUM_REBUILD=never
USER 10001:10001
WORKDIR /var/lib/collegium
# Nodes talk to nodes; probes.
EXPOSE 7355 8558
ENTRYPOINT ["/opt/collegium/collegium"]
CMD ["node"]
