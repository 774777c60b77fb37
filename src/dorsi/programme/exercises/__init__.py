"""What can be done: catalogue, instructions, pictures, doses and the time they take."""
