# The program with its definitions. docs/deployment.md has the commands, and what to change for shell instructions.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN scripts/publish /app

# "extra" has the time zones that cron triggers need. There is no shell and no package manager in it.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
USER 1654:1654
EXPOSE 8080
ENTRYPOINT ["/app/activity-core"]
CMD ["run"]
