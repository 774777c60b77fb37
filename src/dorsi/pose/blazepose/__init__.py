"""BlazePose run by dorsi itself: finds people in a picture, and looks at one of them for 33 body points.

The networks are the ones that MediaPipe ships; ONNX Runtime computes them. What MediaPipe does around them is done
here, so that every look is at a place and a time of dorsi's choosing, and its points are raw.
"""
