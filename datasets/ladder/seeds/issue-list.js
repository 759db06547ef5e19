const token = process.env.TRACKER_TOKEN

fetch('https://tracker.example/api/issues', { headers: { Authorization: 'Bearer ' + token } })
  .then((answer) => answer.json())
  .then((list) => {
    console.log(list.length)
  })
