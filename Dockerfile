# syntax=docker/dockerfile:1
# Lambda's container image, for linux/amd64 and linux/arm64. The SDK runs on the machine that builds and compiles for the target: no emulation.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src src
RUN dotnet publish src/KinesisEnricher -c Release --os linux -a $TARGETARCH -p:PackageSet=nuget -o /app

# Holds the runtime interface emulator, which takes over wherever there is no Lambda around the container.
FROM public.ecr.aws/lambda/dotnet:10
COPY --from=build /app ${LAMBDA_TASK_ROOT}
CMD ["KinesisEnricher"]
