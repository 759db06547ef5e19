ln -s ~/.ssh /tmp/keys
