# A harmless stand-in for a module that was asked for by URL.
def main(*args, **kwargs):
    print("done")
    return 0


if __name__ == "__main__":
    main()
