console.log(process.env.GITHUB_TOKEN)
