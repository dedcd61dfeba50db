"""Programs that make files of this repository; none is part of the package."""
