import sys

from config.stack.supervisor import main

sys.exit(main())
