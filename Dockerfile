# The sensor as an image: runs as a user of its own, and may open raw sockets, nothing else.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY .editorconfig Directory.Build.props Directory.Packages.props global.json README.md LICENSE ./
COPY packaging/program packaging/program
COPY src src
# The program as it is shipped everywhere: with the framework in it, compiled ahead of time, so that it starts at once.
RUN packaging/program /app

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble
# libpcap is what reads interfaces. The capability is on the file, because a user other than root does not get those that a
# container is given; libcap2-bin is only needed to put it there.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpcap0.8t64 libcap2-bin \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
RUN setcap cap_net_raw=ep /app/flowsensor \
    && apt-get purge -y --autoremove libcap2-bin \
    && install -d -o app -g app /var/lib/flowsensor
# No diagnostic sockets: the root file system is read only.
ENV DOTNET_EnableDiagnostics=0
USER app
WORKDIR /var/lib/flowsensor
VOLUME /var/lib/flowsensor
EXPOSE 2055/udp 4739/udp 9995/udp 6343/udp 8080/tcp
ENTRYPOINT ["/app/flowsensor"]
CMD ["run"]
