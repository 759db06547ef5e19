perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(4555, INADDR_ANY)); listen(S, 1)'
